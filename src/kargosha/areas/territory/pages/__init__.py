from kargosha.areas.territory.pages.places import counties, place

__all__ = ["counties", "place"]
