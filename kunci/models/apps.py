from django.apps import AppConfig


class ModelsConfig(AppConfig):
    name = "kunci.models"
    label = "models"
    default_auto_field = "django.db.models.BigAutoField"
