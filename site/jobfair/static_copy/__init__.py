"""The public site as plain files, for the hour in which this system is down"""
