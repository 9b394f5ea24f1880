/* What the theme leaves out for those who do not see a page, or use no mouse. */
(() => {
  "use strict";
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search the documentation");

  function mend() {
    /* The buttons of each block of code are told apart, and a wide table is to scroll by key. */
    document
      .querySelectorAll(".md-code__nav")
      .forEach((each, place) => each.setAttribute("aria-label", `Block of code ${place + 1}`));
    document.querySelectorAll(".md-typeset__scrollwrap").forEach((each) => (each.tabIndex = 0));
  }

  mend();
  if (document.querySelector("pre > code, table:not([class])")) {
    new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
  }
})();
