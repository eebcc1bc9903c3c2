"""The draft of an application as a PDF to work on away from the screen, made by the worker."""
