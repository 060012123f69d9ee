"""Two sites: the desk under /admin/, and the readers' site everywhere else."""

from django.contrib import admin
from django.urls import include, path

from newsroom import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", views.health, name="health"),
    path("", include("editions.urls")),
]

handler400 = "newsroom.views.bad_request"
handler404 = "newsroom.views.not_found"
handler500 = "newsroom.views.failed"
