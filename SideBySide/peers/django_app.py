"""The routes of the house on Django, in one file; a project would spread it over several.

By hand: /usr/bin/python3 peers/django_app.py runserver 8000
"""
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe
from django.views.static import serve

SITE = next(folder / "site" for folder in Path(__file__).resolve().parents if (folder / "site").is_dir())

calls = set()  # what this process asks of Python's socket module, which says so to every audit hook (PEP 578)


@sys.addaudithook
def heard(event, arguments):
    if event.startswith("socket."):
        calls.add(f"{event} {arguments[1]}" if event == "socket.bind" else event)


settings.configure(
    ROOT_URLCONF=__name__,
    SECRET_KEY="nothing here is signed",
    ALLOWED_HOSTS=["*"],  # the experiments bring names of their own; that Host is well-formed is still checked
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],  # no CSRF check: nobody is signed in
)


def text(body, status=200):
    return HttpResponse(body, status=status, content_type="text/plain; charset=utf-8")


@require_safe
def index(request):
    return serve(request, "index.html", document_root=SITE)


@require_safe
def hello(request):
    return text(f"Hello, {request.GET.get('name') or 'World'}!")


@require_POST
def echo(request):
    return HttpResponse(request.body, content_type=request.headers.get("Content-Type"))


@require_safe
def headers(request):
    return JsonResponse({name.lower(): value for name, value in request.headers.items()})


@require_safe
def status(request, code):
    return text("", code if 200 <= code <= 599 else 400)


@require_safe
def stream(request, n):
    if not 1 <= n <= 1000:
        return HttpResponseBadRequest()
    return StreamingHttpResponse((f"line {line}\n" for line in range(1, n + 1)), content_type="text/plain; charset=utf-8")


@require_safe
def delay(request, seconds):
    try:
        wait = float(seconds)
    except ValueError:
        return HttpResponseBadRequest()
    if not 0 <= wait <= 10:
        return HttpResponseBadRequest()
    time.sleep(wait)
    return text(f"Waited {seconds} s.")


@require_POST
def form(request):
    files = [
        {"field": field, "name": file.name, "type": file.content_type, "size": file.size}
        for field, several in request.FILES.lists()
        for file in several
    ]
    return JsonResponse({"fields": request.POST.dict(), "files": files})


@require_safe
def visits(request):
    earlier = request.COOKIES.get("visits", "")
    count = (int(earlier) if earlier.isdecimal() else 0) + 1
    response = text(f"Visits: {count}")
    response.set_cookie("visits", str(count), httponly=True, samesite="Lax")
    return response


@require_safe
def sockets(request):
    return text("\n".join(sorted(calls)))


@require_safe
def healthz(request):
    return text("Healthy")


urlpatterns = [
    path("", index),
    path("hello", hello),
    path("echo", echo),
    path("headers", headers),
    path("status/<int:code>", status),
    path("stream/<int:n>", stream),
    path("delay/<seconds>", delay),
    path("form", form),
    path("visits", visits),
    path("files/<path:path>", serve, {"document_root": SITE / "files"}),
    path("sockets", sockets),
    path("healthz", healthz),
]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
