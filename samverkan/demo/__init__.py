"""Fictional people and cases for demonstration and tests, made by walking the real actions.

people.py   who takes part
story.py    what a case is about: texts, sums, measures, days
lingarnsgatan.py, stories.py  the stories of the demonstration
showings.py how far each of them has come
walk.py     walks a story through the process, step by step, up to a status
"""
