from kargosha.areas.territory.forms.cases import AnswerForm, ObjectionForm
from kargosha.areas.territory.forms.imports import FileForm, MappingForm
from kargosha.areas.territory.forms.indices import PublishForm

__all__ = ["AnswerForm", "FileForm", "MappingForm", "ObjectionForm", "PublishForm"]
