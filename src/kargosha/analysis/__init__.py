"""Pure methods: arrays, frames and rules in; frozen results out. No database, clock, dice or disk."""
