namespace SideBySide.Wire;

/// <summary>Converts the line ends of editors to those of HTTP.</summary>
public static class LineEnds
{
    /// <summary>Inserts a CR before each LF without one.</summary>
    public static byte[] ToCrLf(ReadOnlySpan<byte> text)
    {
        var converted = new List<byte>(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))
                converted.Add((byte)'\r');
            converted.Add(text[i]);
        }

        return [.. converted];
    }
}
