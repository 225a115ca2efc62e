from kargosha.areas.territory.forms.indices import PublishForm

__all__ = ["PublishForm"]
