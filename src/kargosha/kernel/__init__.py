"""What all areas share: people and their powers, the journal, duties, rules, money, time, work for later.

The kernel knows no place, bank or group. A role's scope is the beginning of a place code.
"""
