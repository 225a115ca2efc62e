"""Twenty kinds of production that are typical of the province, by the sectors of the law's bylaw."""

from kargosha.areas.applications import actions
from kargosha.areas.applications.models import Activity
from kargosha.portal.rehearsal.people import STAGE

SECTORS = {
    "agriculture": ("کشاورزی و منابع طبیعی", "Agriculture and natural resources"),
    "industry": ("صنایع کوچک و معدن", "Small industry and mines"),
    "services": ("خدمات و فناوری اطلاعات", "Services and information technology"),
    "tourism": ("گردشگری", "Tourism"),
    "handicraft": ("صنایع دستی و فرش دستباف", "Handicraft and hand-woven carpet"),
}
ACTIVITIES = (
    ("carpet_weaving", "handicraft", "قالی‌بافی", "carpet weaving"),
    ("livestock", "agriculture", "دامداری", "livestock"),
    ("dairy", "agriculture", "فرآورده‌های شیری", "dairy"),
    ("greenhouse", "agriculture", "گلخانه", "greenhouse"),
    ("beekeeping", "agriculture", "زنبورداری", "beekeeping"),
    ("orchards", "agriculture", "باغداری", "orchards"),
    ("food_processing", "industry", "صنایع غذایی", "food processing"),
    ("leather", "industry", "چرم", "leather"),
    ("stonework", "industry", "سنگ‌تراشی", "stonework"),
    ("woodwork", "industry", "صنایع چوب", "woodwork"),
    ("shoemaking", "industry", "کفاشی", "shoemaking"),
    ("tailoring", "industry", "خیاطی", "tailoring"),
    ("handicrafts", "handicraft", "صنایع دستی", "handicrafts"),
    ("fish_farming", "agriculture", "پرورش ماهی", "fish farming"),
    ("poultry", "agriculture", "مرغداری", "poultry"),
    ("medicinal_plants", "agriculture", "گیاهان دارویی", "medicinal plants"),
    ("rural_tourism", "tourism", "بوم‌گردی", "rural tourism"),
    ("machine_repair", "services", "تعمیر ماشین‌آلات", "machine repair"),
    ("produce_packing", "services", "بسته‌بندی محصول", "packing of produce"),
    ("renewable_energy", "services", "انرژی تجدیدپذیر", "renewable energy"),
)


def load() -> None:
    """Register the twenty activities where they are missing."""
    if Activity.objects.exists():
        return
    rows = [actions.ActivityRow(*row) for row in ACTIVITIES]
    actions.register_activities(activities=rows, by=STAGE)
