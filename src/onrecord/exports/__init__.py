"""What a release is made of: ``Dataset → {file name: bytes}``, one module a format.

It knows the dataset and the models; it reaches neither the disk nor the network.
"""
