using System.Globalization;
using System.Text;
using RawSocketServer;
using SideBySide.Http;
using SideBySide.Language;

namespace SideBySide.Capture;

/// <summary>The differences between two servers' responses to the same bytes, one sentence each.</summary>
public static class ReplayDifference
{
    private const int Most = 20;

    // These fields depend on the time and the server, so they may differ.
    private static readonly HashSet<string> s_passing = new(StringComparer.OrdinalIgnoreCase) { "Date", "Server", "Age", "Set-Cookie", "ETag", "Last-Modified" };

    /// <summary>The differences; empty if the responses are equal.</summary>
    public static IReadOnlyList<LocalizedText> Between(RecordedConnection recorded, ReplayedConnection replayed)
    {
        var differences = new List<LocalizedText>();
        if (recorded.Ending != replayed.Ending)
        {
            var (then, now) = (Name(recorded.Ending), Name(replayed.Ending));
            differences.Add(new($"the connection ended {now.En}, not {then.En}", $"结束方式是{now.Zh}，而不是{then.Zh}"));
        }

        var methods = wireMethods(recorded);
        var before = recorded.BytesOf(Side.Server);
        var (old, fresh) = (Finals(before, methods, recorded.Ending), Finals(replayed.Received, methods, replayed.Ending));
        if (old.Count == 0 || fresh.Count == 0)
            Bytes(differences, before, replayed.Received);
        else
            Compare(differences, old, fresh);
        return differences.Count <= Most ? differences : [.. differences.Take(Most), new($"and {differences.Count - Most} more", $"另有 {differences.Count - Most} 处")];

        static string[] wireMethods(RecordedConnection connection) =>
            [.. Http.Dissector.Requests(connection.BytesOf(Side.Client)).Messages.Select(m => m.Request?.Method ?? "")];
    }

    // A 100 or a 103 is optional; only the final response counts (RFC 9110 §15.2).
    private static List<ParsedResponse> Finals(byte[] received, string[] methods, CloseKind ending) =>
        [.. ParsedResponses.Read(received, methods, ending == CloseKind.Finished).Where(answer => answer.IsFinal)];

    private static void Compare(List<LocalizedText> differences, List<ParsedResponse> old, List<ParsedResponse> fresh)
    {
        if (old.Count != fresh.Count)
            differences.Add(new($"{fresh.Count} responses, not {old.Count}", $"响应是 {fresh.Count} 个，而不是 {old.Count} 个"));
        for (var i = 0; i < Math.Min(old.Count, fresh.Count); i++)
        {
            var (a, b, n) = (old[i], fresh[i], i + 1);
            if (a.Status != b.Status)
                differences.Add(new($"response {n}: status {b.Status}, not {a.Status}", $"响应 {n}：状态是 {b.Status}，而不是 {a.Status}"));
            if (a.IsComplete != b.IsComplete)
                differences.Add(b.IsComplete ? new($"response {n} is complete now", $"响应 {n} 这次是完整的") : new($"response {n} is incomplete", $"响应 {n} 不完整"));
            foreach (var name in a.Fields.Concat(b.Fields).Select(f => f.Key).Distinct(StringComparer.OrdinalIgnoreCase).Where(name => !s_passing.Contains(name)))
            {
                var (was, @is) = (Value(a, name), Value(b, name));
                if (was != @is)
                    differences.Add(new($"response {n}: {name} is {@is ?? "absent"}, not {was ?? "absent"}", $"响应 {n}：{name} 是 {@is ?? "（没有）"}，而不是 {was ?? "（没有）"}"));
            }

            if (!a.Body.Span.SequenceEqual(b.Body.Span))
                differences.Add(Where(new($"response {n}: its body", $"响应 {n}：正文"), a.Body.Span, b.Body.Span));
        }
    }

    private static void Bytes(List<LocalizedText> differences, ReadOnlySpan<byte> old, ReadOnlySpan<byte> fresh)
    {
        if (!old.SequenceEqual(fresh))
            differences.Add(Where(new("the bytes", "收到的字节"), old, fresh));
    }

    private static LocalizedText Where(LocalizedText what, ReadOnlySpan<byte> old, ReadOnlySpan<byte> fresh)
    {
        var same = old.CommonPrefixLength(fresh);
        var (was, now) = (VisibleBytes.Of(old[same..], 24), VisibleBytes.Of(fresh[same..], 24));
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{what.En} ({fresh.Length} bytes, not {old.Length}) differ from byte {same} on: \"{now}\", not \"{was}\""),
            string.Create(CultureInfo.InvariantCulture, $"{what.Zh}（{fresh.Length} 字节，而不是 {old.Length}）从第 {same} 字节起不同：是“{now}”，而不是“{was}”"));
    }

    private static string? Value(ParsedResponse answer, string name)
    {
        var values = answer.Values(name).Select(value => VisibleBytes.Of(Encoding.UTF8.GetBytes(value), 60)).ToArray();
        return values.Length == 0 ? null : $"\"{string.Join(", ", values)}\"";
    }

    private static LocalizedText Name(CloseKind ending) => ending switch
    {
        CloseKind.Finished => new("normally (FIN)", "正常结束（FIN）"),
        CloseKind.Reset => new("by a reset (RST)", "重置（RST）"),
        CloseKind.Unreachable => new("before it began (unreachable)", "无法连接"),
        _ => new("open", "保持打开"),
    };
}
