"""Fictional people and cases for demonstration and tests, made by walking the real actions.

people.py   who takes part
story.py    what a case is about: texts, sums, measures, days
stories.py  the cases of the demonstration
walk.py     walks a story through the process, step by step, up to a status
"""
