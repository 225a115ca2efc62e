"""What a person may ask about places, figures and what is made of them."""

from kargosha.areas.territory.queries.places import CountyNeed, counties_by_need, place_page

__all__ = ["CountyNeed", "counties_by_need", "place_page"]
