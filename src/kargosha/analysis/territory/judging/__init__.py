"""Whether places, figures, flows, designations and boundaries are right, as far as one can know."""
