"""The routes of the house on Flask, as its own tutorial would write them.

By hand: /usr/bin/python3 -m flask --app peers/flask_app.py run
"""
import sys
import time
from pathlib import Path

from flask import Flask, Response, abort, jsonify, request, send_from_directory

SITE = next(folder / "site" for folder in Path(__file__).resolve().parents if (folder / "site").is_dir())

calls = set()  # what this process asks of Python's socket module, which says so to every audit hook (PEP 578)


@sys.addaudithook
def heard(event, arguments):
    if event.startswith("socket."):
        calls.add(f"{event} {arguments[1]}" if event == "socket.bind" else event)


app = Flask(__name__, static_folder=SITE / "files", static_url_path="/files")


def text(body, status=200):
    return Response(body, status, content_type="text/plain; charset=utf-8")


@app.get("/")
def index():
    return send_from_directory(SITE, "index.html")


@app.get("/hello")
def hello():
    return text(f"Hello, {request.args.get('name') or 'World'}!")


@app.post("/echo")
def echo():
    return Response(request.get_data(), content_type=request.content_type)


@app.get("/headers")
def headers():
    return jsonify({name.lower(): value for name, value in request.headers})


@app.get("/status/<int:code>")
def status(code):
    return text("", code if 200 <= code <= 599 else 400)


@app.get("/stream/<int:n>")
def stream(n):
    if not 1 <= n <= 1000:
        abort(400)
    return text(f"line {line}\n" for line in range(1, n + 1))


@app.get("/delay/<float(min=0, max=10):seconds>")
@app.get("/delay/<int(max=10):seconds>")
def delay(seconds):
    time.sleep(seconds)
    return text(f"Waited {seconds} s.")


@app.post("/form")
def form():
    files = [
        {"field": field, "name": file.filename, "type": file.content_type, "size": len(file.read())}
        for field, file in request.files.items(multi=True)
    ]
    return jsonify(fields=request.form.to_dict(), files=files)


@app.get("/visits")
def visits():
    count = request.cookies.get("visits", 0, type=int) + 1
    response = text(f"Visits: {count}")
    response.set_cookie("visits", str(count), httponly=True, samesite="Lax")
    return response


@app.get("/sockets")
def sockets():
    return text("\n".join(sorted(calls)))


@app.get("/healthz")
def healthz():
    return text("Healthy")
