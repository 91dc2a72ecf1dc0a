using HandRolledHttp.Connection;

namespace HandRolledHttp.Web.Files;

// Range            = ranges-specifier                                        RFC 9110 §14.2
// ranges-specifier = range-unit "=" range-set                                RFC 9110 §14.1.1
// range-unit       = token                                                   case-insensitive
// range-set        = 1#range-spec
// range-spec       = int-range / suffix-range / other-range
// int-range        = first-pos "-" [ last-pos ]
// suffix-range     = "-" suffix-length
// first-pos        = 1*DIGIT
// last-pos         = 1*DIGIT
// suffix-length    = 1*DIGIT

/// <summary>A range of bytes, with both its ends, as in RFC 9110 §14.1.1.</summary>
/// <param name="First">The position of the first byte, from 0.</param>
/// <param name="Last">The position of the last byte, inclusive.</param>
public readonly record struct IntRange(long First, long Last)
{
    /// <summary>The number of bytes.</summary>
    public long Length => Last - First + 1;
}

/// <summary>The response to a Range field.</summary>
public enum RangeOutcome
{
    /// <summary>The whole file, with 200: the field is absent, in another unit, malformed or unreasonable.</summary>
    Whole,

    /// <summary>Parts, with 206.</summary>
    Partial,

    /// <summary>No requested range exists: 416.</summary>
    Unsatisfiable,
}

/// <summary>Range requests in bytes (RFC 9110 §14).</summary>
/// <param name="Outcome">The kind of response.</param>
/// <param name="Ranges">The parts if partial, in the requested order, none touching another; else empty.</param>
public sealed record ByteRanges(RangeOutcome Outcome, IReadOnlyList<IntRange> Ranges)
{
    /// <summary>
    /// The maximum number of ranges; a field with more is ignored, as RFC 9110 §14.2 allows. This limits the work that a few hundred bytes
    /// of request can cause (Apache's "Range header DoS", CVE-2011-3192).
    /// </summary>
    public const int MaxRanges = 16;

    private static readonly ByteRanges s_whole = new(RangeOutcome.Whole, []);
    private static readonly ByteRanges s_unsatisfiable = new(RangeOutcome.Unsatisfiable, []);

    /// <summary>Decides which bytes to send.</summary>
    /// <param name="field">
    /// The value of the Range field of a GET request, or null if there is none; other methods have no ranges (§14.2).
    /// </param>
    /// <param name="length">The file's length in bytes.</param>
    public static ByteRanges Select(string? field, long length)
    {
        var reader = new FieldValueReader(field);
        var unit = reader.Token();
        if (!unit.Equals("bytes", StringComparison.OrdinalIgnoreCase) || !reader.TryTake('='))
            return s_whole;

        var set = field.AsSpan(unit.Length + 1);
        var ranges = new List<IntRange>();
        var count = 0;
        foreach (var element in set.Split(','))
        {
            var spec = set[element].Trim(" \t");
            if (spec.IsEmpty)
                continue; // empty list elements are allowed (RFC 9110 §5.6.1.2)
            if (++count > MaxRanges || !TryRangeSpec(spec, length, out var range))
                return s_whole;
            if (range is { } satisfiable)
                Coalesce(ranges, satisfiable);
        }

        // A suffix of an empty file is satisfiable, but Content-Range cannot express it: send the whole file, which is empty.
        if (count == 0 || ranges.Any(r => r.Length == 0))
            return s_whole;
        return ranges.Count > 0 ? new ByteRanges(RangeOutcome.Partial, ranges) : s_unsatisfiable;
    }

    // False: malformed. Null: well-formed, but outside the file.
    private static bool TryRangeSpec(ReadOnlySpan<char> spec, long length, out IntRange? range)
    {
        range = null;
        var dash = spec.IndexOf('-');
        if (dash < 0 || !TryPosition(spec[..dash], out var first) || !TryPosition(spec[(dash + 1)..], out var last))
            return false;

        switch (first, last)
        {
            case (null, null):
                return false;
            case (null, { } suffixLength):
                if (suffixLength > 0)
                    range = new IntRange(Math.Max(0, length - suffixLength), length - 1);
                return true;
            case ({ } from, var to):
                if (to < from)
                    return false;
                if (from < length)
                    range = new IntRange(from, Math.Min(to ?? long.MaxValue, length - 1));
                return true;
        }
    }

    // Positions may be arbitrarily large; all positions beyond a file's maximum length are equal.
    private static bool TryPosition(ReadOnlySpan<char> digits, out long? position)
    {
        position = null;
        if (digits.IsEmpty)
            return true;

        var number = 0L;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            number = number > (long.MaxValue - 9) / 10 ? long.MaxValue : number * 10 + (c - '0');
        }

        position = number;
        return true;
    }

    // Overlapping and adjacent ranges are merged (RFC 9110 §15.3.7.2), so no byte is sent twice. Ranges with a gap stay separate, although
    // sending the gap may cost less than another part: a client that requests two parts gets two parts.
    private static void Coalesce(List<IntRange> ranges, IntRange added)
    {
        var position = ranges.Count;
        for (var i = ranges.Count - 1; i >= 0; i--)
        {
            var other = ranges[i];
            if (other.First > added.Last + 1 || added.First > other.Last + 1)
                continue;
            added = new IntRange(Math.Min(other.First, added.First), Math.Max(other.Last, added.Last));
            ranges.RemoveAt(i);
            position = i;
        }

        ranges.Insert(position, added);
    }
}
