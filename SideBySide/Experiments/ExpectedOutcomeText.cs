using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>An expected outcome in words: its pattern and the bytes that it requires.</summary>
public static class ExpectedOutcomeText
{
    /// <summary>For example <c>200, body "Hello, Server!"</c>.</summary>
    public static LocalizedText Of(ExpectedOutcome expected)
    {
        LocalizedText[] parts =
        [
            new(expected.Pattern.ToString(), expected.Pattern.ToString()),
            .. expected.Body is { } body ? [body.Length == 0 ? new("empty body", "正文为空") : Quoted("body", "正文为", body)] : (LocalizedText[])[],
            .. expected.Contains.Select(bytes => Quoted("with", "含有", bytes)),
            .. expected.Lacks.Select(bytes => Quoted("without", "不含", bytes)),
        ];
        return new(string.Join(", ", parts.Select(part => part.En)), string.Join("，", parts.Select(part => part.Zh)));
    }

    private static LocalizedText Quoted(string en, string zh, byte[] bytes)
    {
        var text = VisibleLines.Text(bytes).Replace("\n", "", StringComparison.Ordinal);
        return new($"{en} \"{text}\"", $"{zh}“{text}”");
    }
}
