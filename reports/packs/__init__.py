"""The pack of a meeting: every document of its items as one PDF and as single files, made by the worker.

`contents` says what belongs to a pack, `make` puts the files together, `views` order, show and send it.
"""
