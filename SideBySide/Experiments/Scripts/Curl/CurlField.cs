using System.Buffers;
using System.Text;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>What curl makes of the text of a <c>-H</c>.</summary>
internal static class CurlField
{
    /// <summary>What C's isspace holds for blank.</summary>
    public static SearchValues<byte> Blanks { get; } = SearchValues.Create(" \t\n\v\f\r"u8);

    /// <summary>The line that is sent, without its end: <c>Name: value</c> as it is, <c>Name;</c> as <c>Name:</c>. Null when curl sends none.</summary>
    public static byte[]? Line(byte[] field)
    {
        if (Array.IndexOf(field, (byte)':') is >= 0 and var colon)
            return colon > 0 && field.AsSpan(colon + 1).IndexOfAnyExcept(Blanks) >= 0 ? field : null;
        return Array.IndexOf(field, (byte)';') is >= 0 and var semicolon && semicolon == field.Length - 1 ? [.. field[..semicolon], (byte)':'] : null;
    }

    /// <summary>Whether it takes the place of curl's own field of this name, also when nothing of it is sent: <c>Accept:</c>.</summary>
    public static bool Replaces(byte[] field, string name) =>
        field.Length > name.Length && field[name.Length] is (byte)':' or (byte)';' && Ascii.EqualsIgnoreCase(field.AsSpan(0, name.Length), name);

    /// <summary>Whether a line that is sent has this name.</summary>
    public static bool Is(byte[] line, string name) => Replaces(line, name) && line[name.Length] == ':';

    /// <summary>What follows the name and its colon.</summary>
    public static string Value(byte[] field, string name) => Encoding.Latin1.GetString(field.AsSpan(name.Length + 1));
}
