using System.Text.RegularExpressions;
using SideBySide.Experiments;

namespace SideBySide.Checks;

/// <summary>The routes of the server that is checked. In a script they stand as <c>{get}</c> and <c>{post}</c>.</summary>
/// <param name="Get">A path that is there for GET, for example <c>/hello</c>.</param>
/// <param name="Post">A path that returns the body of a POST; null when there is none.</param>
internal sealed partial record CheckRoutes(string Get, string? Post)
{
    /// <summary>A path that becomes a WebSocket, <c>{ws}</c> in a script; null when none was named.</summary>
    public string? WebSocket { get; init; }

    /// <summary>Whether the WebSocket returns each message.</summary>
    public bool Echoes { get; init; }

    /// <summary>A right handshake, <c>{upgrade}</c> in a script.</summary>
    public const string Upgrade = "GET {ws} HTTP/1.1\\r\\nHost: {authority}\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n"
        + "Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: {key}\\r\\n\\r\\n";

    /// <summary>A step with the routes in it.</summary>
    public ScriptStep Fill(ScriptStep step) => step switch
    {
        SendStep send => send with { Text = Fill(send.Text) },
        AwaitStep { For.Text: { } text } wait => wait with { For = wait.For with { Text = Fill(text) } },
        _ => step,
    };

    /// <summary>A step of the catalogue with variables in place of our own routes.</summary>
    public static ScriptStep Generalize(ScriptStep step) => step is SendStep send
        ? send with { Text = HelloRoute.Replace(send.Text, "$1{get} ").Replace("/echo HTTP", "{post} HTTP", StringComparison.Ordinal) }
        : step;

    // A backslash in a path would be an escape there.
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
