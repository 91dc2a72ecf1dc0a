using System.Text.RegularExpressions;
using SideBySide.Experiments;

namespace SideBySide.Checks;

/// <summary>The routes of the checked server. A script uses them as <c>{get}</c> and <c>{post}</c>.</summary>
/// <param name="Get">An existing path for GET, for example <c>/hello</c>.</param>
/// <param name="Post">A path that returns the body of a POST; null for none.</param>
internal sealed partial record CheckRoutes(string Get, string? Post)
{
    /// <summary>A path that becomes a WebSocket, <c>{ws}</c> in a script; null when none was named.</summary>
    public string? WebSocket { get; init; }

    /// <summary>Whether the WebSocket returns each message.</summary>
    public bool Echoes { get; init; }

    /// <summary>A right handshake, <c>{upgrade}</c> in a script.</summary>
    public const string Upgrade = "GET {ws} HTTP/1.1\\r\\nHost: {authority}\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n"
        + "Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: {key}\\r\\n\\r\\n";

    /// <summary>Replaces the variables of a step by the routes.</summary>
    public ScriptStep Fill(ScriptStep step) => step switch
    {
        SendStep send => send with { Text = Fill(send.Text) },
        AwaitStep { For.Text: { } text } wait => wait with { For = wait.For with { Text = Fill(text) } },
        _ => step,
    };

    /// <summary>Replaces our own routes in a step of the catalogue by variables.</summary>
    public static ScriptStep Generalize(ScriptStep step) => step is SendStep send
        ? send with { Text = HelloRoute.Replace(send.Text, "$1{get} ").Replace("/echo HTTP", "{post} HTTP", StringComparison.Ordinal) }
        : step;

    // An unescaped backslash in a path would begin an escape.
    private string Fill(string text) => text
        .Replace("{upgrade}", Upgrade, StringComparison.Ordinal)
        .Replace("{key}", WebSocketTranscript.Key, StringComparison.Ordinal)
        .Replace("{ws}", (WebSocket ?? "/").Replace("\\", "\\\\", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("{any}", Post is null ? "GET {get}" : "POST {post}", StringComparison.Ordinal)
        .Replace("{get}", Get.Replace("\\", "\\\\", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("{post}", (Post ?? "/").Replace("\\", "\\\\", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("{question}", Get.Contains('?', StringComparison.Ordinal) ? "&" : "?", StringComparison.Ordinal);

    [GeneratedRegex(@"((?:GET|HEAD|POST|OPTIONS|TRACE|BREW|get) )/hello(?:\?name=\w+)? (?=HTTP|http)")]
    private static partial Regex HelloRoute { get; }
}
