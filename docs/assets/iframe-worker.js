/* A browser refuses workers to a page that was opened from a disk or a file share. There, the script
   of the documentation's search runs in a hidden frame instead. Over a network nothing changes. */
"use strict";

if (location.protocol === "file:") {
  window.IframeWorker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = Object.assign(document.createElement("iframe"), { hidden: true });
      frame.title = "search";
      document.body.append(frame);
      this.frame = frame.contentWindow;
      this.frame.postMessage = (data) => this.tell("message", { data });
      this.frame.importScripts = (...urls) =>
        urls.reduce((before, each) => before.then(() => this.run(each)), Promise.resolve());
      this.ready = this.run(url);
      this.ready.catch((error) => this.tell("error", { data: error }));
    }

    /** Runs a script in the frame; settles when it has run. */
    run(url) {
      return new Promise((resolve, reject) => {
        const script = this.frame.document.createElement("script");
        script.onload = () => resolve();
        script.onerror = () => reject(new Error(`cannot load ${url}`));
        script.src = String(url);
        this.frame.document.body.append(script);
      });
    }

    /** Hands what the frame says to the page. */
    tell(type, detail) {
      const event = new MessageEvent(type, detail);
      this.dispatchEvent(event);
      this[`on${type}`]?.(event);
    }

    /** Hands what the page says to the script in the frame. */
    postMessage(data) {
      this.ready.then(() => {
        const event = new this.frame.MessageEvent("message", { data });
        this.frame.dispatchEvent(event);
      });
    }

    terminate() {
      this.frame.frameElement.remove();
    }
  };
  window.Worker = window.IframeWorker;
}
