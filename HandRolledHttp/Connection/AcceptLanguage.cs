using System.Globalization;

namespace HandRolledHttp.Connection;

/// <summary>
/// Chooses between English and Chinese, RFC 9110 §12.5.4:
/// <code>
/// Accept-Language = #( language-range [ weight ] )
/// weight          = OWS ";" OWS "q=" qvalue
/// </code>
/// </summary>
internal static class AcceptLanguage
{
    /// <summary>True if Chinese is preferred to English. False without a preference, or if the field is malformed.</summary>
    public static bool PrefersChinese(string? field)
    {
        var (chinese, english) = (0m, 0m);
        foreach (var member in (field ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = member.Split(';', StringSplitOptions.TrimEntries);
            var weight = Weight(parts.AsSpan(1));
            if (IsRange(parts[0], "zh"))
                chinese = Math.Max(chinese, weight);
            else if (IsRange(parts[0], "en") || parts[0] == "*")
                english = Math.Max(english, weight);
        }

        return chinese > english || (chinese > 0 && chinese == english && FirstIsChinese(field!));
    }

    private static decimal Weight(ReadOnlySpan<string> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
                return decimal.TryParse(parameter.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) && q <= 1 ? q : 0;
        }

        return 1;
    }

    // "zh" matches zh-CN and zh-Hant too (RFC 4647 §3.3.1).
    private static bool IsRange(string range, string language) =>
        range.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (range.Length == 2 || range[2] == '-');

    private static bool FirstIsChinese(string field) =>
        field.IndexOf("zh", StringComparison.OrdinalIgnoreCase) < (uint)field.IndexOf("en", StringComparison.OrdinalIgnoreCase);
}
