using System.Buffers;
using System.Text;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>The text of a <c>-H</c> option as curl interprets it.</summary>
internal static class CurlField
{
    /// <summary>The characters that C's isspace accepts.</summary>
    public static SearchValues<byte> Blanks { get; } = SearchValues.Create(" \t\n\v\f\r"u8);

    /// <summary>The field line without its line end: <c>Name: value</c> unchanged, <c>Name;</c> as <c>Name:</c>. Null if curl sends
    /// none.</summary>
    public static byte[]? Line(byte[] field)
    {
        if (Array.IndexOf(field, (byte)':') is >= 0 and var colon)
            return colon > 0 && field.AsSpan(colon + 1).IndexOfAnyExcept(Blanks) >= 0 ? field : null;
        return Array.IndexOf(field, (byte)';') is >= 0 and var semicolon && semicolon == field.Length - 1 ? [.. field[..semicolon], (byte)':'] : null;
    }

    /// <summary>Whether it replaces curl's own field of this name, even by nothing: <c>Accept:</c>.</summary>
    public static bool Replaces(byte[] field, string name) =>
        field.Length > name.Length && field[name.Length] is (byte)':' or (byte)';' && Ascii.EqualsIgnoreCase(field.AsSpan(0, name.Length), name);

    /// <summary>Whether a field line has this name.</summary>
    public static bool Is(byte[] line, string name) => Replaces(line, name) && line[name.Length] == ':';

    /// <summary>The text after the name and its colon.</summary>
    public static string Value(byte[] field, string name) => Encoding.Latin1.GetString(field.AsSpan(name.Length + 1));
}
