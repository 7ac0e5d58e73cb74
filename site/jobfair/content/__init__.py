"""Staff editing of public knowledge: texts, facts, what is due for checking, recordings"""
