"""The ground every room stands on: text, phones, codes, clock, crypto, money.

Nothing here knows Flask, the database or a feature. Functions take plain values and
give plain values, so they can be tested and reused without an application.
"""
