using System.Globalization;
using System.Text.RegularExpressions;

namespace SideBySide.Servers.Peers;

/// <summary>One peer before it is started: how to detect it and how to start it.</summary>
/// <param name="Id">A short name that never changes.</param>
/// <param name="Name">Its official name.</param>
/// <param name="Packages">The Debian packages that it needs, separated by blanks.</param>
/// <param name="Question">A command that prints the version of the peer and its HTTP server; it fails if a part is missing.</param>
/// <param name="Answer">Parses that output: groups <c>version</c> and <c>server</c>.</param>
/// <param name="Command">Makes the command that serves, from the folder of <c>peers/</c>, a private folder and the port.</param>
public sealed partial record PeerDefinition(
    string Id, string Name, string Packages, IReadOnlyList<string> Question, Regex Answer, Func<string, string, int, IReadOnlyList<string>> Command)
{
    // Debian's Python, not the first one on PATH: the packages are Debian's. -I ignores the user's packages and PYTHON… variables; -B
    // writes no compiled copies, since the files may be read-only.
    private static readonly string[] s_python = ["/usr/bin/python3", "-I", "-B"];

    /// <summary>Flask with <c>flask run</c>.</summary>
    public static PeerDefinition Flask { get; } = Python("flask", "Flask", "python3-flask",
        "print(v('flask'), 'Werkzeug', v('werkzeug'))",
        (peers, port) => ["-m", "flask", "--app", Path.Combine(peers, "flask_app.py"), "run", "--no-reload", "--port", port]);

    /// <summary>Django with <c>manage.py runserver</c>.</summary>
    public static PeerDefinition Django { get; } = Python("django", "Django", "python3-django",
        "import platform; print(v('django'), 'wsgiref, Python', platform.python_version())",
        (peers, port) => [Path.Combine(peers, "django_app.py"), "runserver", "--noreload", $"127.0.0.1:{port}"]);

    /// <summary>FastAPI on uvicorn. With h11 and asyncio and without WebSocket, because uvicorn takes others where they happen to be installed.</summary>
    public static PeerDefinition FastApi { get; } = Python("fastapi", "FastAPI", "python3-fastapi uvicorn python3-multipart",
        "v('python-multipart'); print(v('fastapi'), 'uvicorn', v('uvicorn') + ', h11', v('h11'))",
        (peers, port) => ["-m", "uvicorn", "--app-dir", peers, "fastapi_app:app", "--http", "h11", "--loop", "asyncio", "--ws", "none", "--host", "127.0.0.1", "--port", port]);

    /// <summary>nginx, with files and fixed responses.</summary>
    public static PeerDefinition Nginx { get; } = new("nginx", "nginx", "nginx-light",
        ["/usr/sbin/nginx", "-v"], NginxVersion,
        (peers, own, port) => ["/usr/sbin/nginx", "-e", "stderr", "-p", own, "-c", NginxFolder.Prepare(peers, own, port)]);

    /// <summary>ws on Node.js, by its path: a Node.js that is not Debian's does not look there.</summary>
    public static PeerDefinition NodeWs { get; } = new("ws", "ws", "nodejs node-ws",
        ["/usr/bin/node", "-e", "console.log(require('/usr/share/nodejs/ws/package.json').version, 'Node.js', process.version)"], FirstWord,
        (peers, _, port) => ["/usr/bin/node", Path.Combine(peers, "ws_echo.js"), port.ToString(CultureInfo.InvariantCulture)])
    { IsWebSocketOnly = true };

    /// <summary>websockets, on Python's asyncio.</summary>
    public static PeerDefinition PythonWebSockets { get; } = Python("websockets", "websockets", "python3-websockets",
        "import platform; print(v('websockets'), 'asyncio, Python', platform.python_version())",
        (peers, port) => [Path.Combine(peers, "websockets_echo.py"), port]) with
    { IsWebSocketOnly = true };

    /// <summary>All peers, in the order of the argument.</summary>
    public static IReadOnlyList<PeerDefinition> All { get; } = [Flask, Django, FastApi, Nginx, NodeWs, PythonWebSockets];

    /// <summary>Whether it echoes WebSocket messages and has no other route.</summary>
    public bool IsWebSocketOnly { get; private init; }

    private static PeerDefinition Python(string id, string name, string packages, string question, Func<string, string, string[]> command) => new(id, name, packages,
        [.. s_python, "-c", "from importlib.metadata import version as v; " + question], FirstWord,
        (peers, _, port) => [.. s_python, .. command(peers, port.ToString(CultureInfo.InvariantCulture))]);

    [GeneratedRegex(@"^(?<version>\S+) (?<server>.+)$", RegexOptions.Multiline)]
    private static partial Regex FirstWord { get; }

    [GeneratedRegex(@"(?<server>nginx/(?<version>[\d.]+))")]
    private static partial Regex NginxVersion { get; }
}

/// <summary>A folder with everything that nginx needs: its configuration, the site and space for temporary files.</summary>
internal static class NginxFolder
{
    /// <summary>Fills the folder.</summary>
    /// <returns>The configuration file.</returns>
    public static string Prepare(string peers, string folder, int port)
    {
        // nginx started by root serves as an unprivileged user, who must have access to the folder.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

        var site = Path.Combine(Path.GetDirectoryName(peers)!, "site");
        foreach (var file in Directory.EnumerateFiles(site, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, "site", Path.GetRelativePath(site, file));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // nginx has neither a variable nor an option for the port.
        var configuration = Path.Combine(folder, "nginx.conf");
        var text = File.ReadAllText(Path.Combine(peers, "nginx.conf"));
        File.WriteAllText(configuration, text.Replace("listen 127.0.0.1:8000;", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{port};"), StringComparison.Ordinal));
        return configuration;
    }
}
