"""The routes of the house on FastAPI, as its own tutorial would write them.

By hand: /usr/bin/python3 -m uvicorn --app-dir peers fastapi_app:app
"""
import asyncio
import sys
from pathlib import Path
from typing import Optional

from fastapi import Cookie, FastAPI, Path as InPath, Request, Response
from fastapi.responses import FileResponse, PlainTextResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles

SITE = next(folder / "site" for folder in Path(__file__).resolve().parents if (folder / "site").is_dir())

calls = set()  # what this process asks of Python's socket module, which says so to every audit hook (PEP 578)


@sys.addaudithook
def heard(event, arguments):
    if event.startswith("socket."):
        calls.add(f"{event} {arguments[1]}" if event == "socket.bind" else event)


app = FastAPI()
app.mount("/files", StaticFiles(directory=SITE / "files"))


@app.get("/")
async def index():
    return FileResponse(SITE / "index.html")


@app.get("/hello", response_class=PlainTextResponse)
async def hello(name: Optional[str] = None):
    return f"Hello, {name or 'World'}!"


@app.post("/echo")
async def echo(request: Request):
    return Response(await request.body(), media_type=request.headers.get("content-type"))


@app.get("/headers")
async def headers(request: Request):
    return dict(request.headers)


@app.get("/status/{code}")
async def status(code: int = InPath(ge=200, le=599)):
    return Response(status_code=code)


@app.get("/stream/{n}")
async def stream(n: int = InPath(ge=1, le=1000)):
    return StreamingResponse((f"line {line}\n" for line in range(1, n + 1)), media_type="text/plain")


@app.get("/delay/{seconds}", response_class=PlainTextResponse)
async def delay(seconds: float = InPath(ge=0, le=10)):
    await asyncio.sleep(seconds)
    return f"Waited {seconds:g} s."


@app.post("/form")
async def form(request: Request):
    fields, files = {}, []
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str):
            fields[name] = value
        else:
            size = len(await value.read())
            files.append({"field": name, "name": value.filename, "type": value.content_type, "size": size})
    return {"fields": fields, "files": files}


@app.get("/visits", response_class=PlainTextResponse)
async def visits(response: Response, visits: str = Cookie("")):
    count = (int(visits) if visits.isdecimal() else 0) + 1
    response.set_cookie("visits", str(count), httponly=True, samesite="lax")
    return f"Visits: {count}"


@app.get("/sockets", response_class=PlainTextResponse)
async def sockets():
    return "\n".join(sorted(calls))


@app.get("/healthz", response_class=PlainTextResponse)
async def healthz():
    return "Healthy"
