using System.Globalization;

namespace HandRolledHttp.Http1;

// HTTP-date    = IMF-fixdate / obs-date                                      RFC 9110 §5.6.7
// IMF-fixdate  = day-name "," SP date1 SP time-of-day SP GMT                 Sun, 06 Nov 1994 08:49:37 GMT
// obs-date     = rfc850-date / asctime-date
// rfc850-date  = day-name-l "," SP date2 SP time-of-day SP GMT               Sunday, 06-Nov-94 08:49:37 GMT
// asctime-date = day-name SP date3 SP time-of-day SP year                    Sun Nov  6 08:49:37 1994
// date1        = day SP month SP year
// date2        = day "-" month "-" 2DIGIT
// date3        = month SP ( 2DIGIT / ( SP 1DIGIT ))
// time-of-day  = hour ":" minute ":" second                                  00:00:00 to 23:59:60 (leap second)
//
// All names are case-sensitive.

/// <summary>
/// The timestamps of HTTP fields: one form is written, three are read (RFC 9110 §5.6.7). Whole seconds, always UTC.
/// </summary>
/// <remarks>
/// The day name is checked, although the ABNF does not bind it to the date: IMF-fixdate is a subset of RFC 5322 §3.3, where it must be the
/// day of that date. A date that contradicts itself is invalid, and a field with an invalid date is ignored (RFC 9110 §13.1.3). The client
/// then gets a full response; with If-Unmodified-Since the change is made, as RFC 9110 §13.1.4 requires. A client that must not lose an
/// update sends If-Match.
/// </remarks>
public static class HttpDate
{
    /// <summary>The length in bytes of every date that is written.</summary>
    public const int Length = 29;

    private static readonly string[] s_dayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private static readonly string[] s_longDayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] s_months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>Writes an IMF-fixdate.</summary>
    /// <param name="moment">Any moment; it is converted to UTC and its fraction of a second is dropped.</param>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static void Format(DateTimeOffset moment, Span<byte> destination)
    {
        // .NET's "R" pattern is exactly IMF-fixdate, in UTC, and allocates nothing.
        if (!moment.TryFormat(destination, out _, "R", CultureInfo.InvariantCulture))
            throw new ArgumentException($"An HTTP date takes {Length} bytes.", nameof(destination));
    }

    /// <summary>An IMF-fixdate as text.</summary>
    /// <param name="moment">Any moment; it is converted to UTC and its fraction of a second is dropped.</param>
    public static string Format(DateTimeOffset moment) => moment.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Reads a date in any of the three forms that a recipient must accept.</summary>
    /// <param name="text">A whole field value, without surrounding whitespace.</param>
    /// <param name="now">The current time; a two-digit year of an rfc850-date is interpreted relative to it.</param>
    /// <param name="date">The moment, in UTC; undefined if the result is false.</param>
    /// <returns>False if the text is not an HTTP-date.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset date) => text.Length switch
    {
        // The three forms always differ in length.
        24 => TryAsctimeDate(text, out date),
        29 => TryImfFixdate(text, out date),
        _ => TryRfc850Date(text, now, out date),
    };

    private static bool TryImfFixdate(ReadOnlySpan<char> text, out DateTimeOffset date)
    {
        date = default;
        return text[3] == ',' && text[4] == ' ' && text[7] == ' ' && text[11] == ' ' && text[16] == ' ' && text[25..] is " GMT"
            && TryMoment(Digits(text[12..16]), text[8..11], Digits(text[5..7]), text[17..25], out date)
            && IsDay(text[..3], s_dayNames, date);
    }

    private static bool TryAsctimeDate(ReadOnlySpan<char> text, out DateTimeOffset date)
    {
        date = default;
        var day = text[8] == ' ' ? Digits(text[9..10]) : Digits(text[8..10]);
        return text[3] == ' ' && text[7] == ' ' && text[10] == ' ' && text[19] == ' '
            && TryMoment(Digits(text[20..24]), text[4..7], day, text[11..19], out date)
            && IsDay(text[..3], s_dayNames, date);
    }

    private static bool TryRfc850Date(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset date)
    {
        date = default;
        var comma = text.IndexOf(',');
        if (comma < 0 || text.Length - comma != 24)
            return false;

        var rest = text[(comma + 1)..];
        var twoDigits = Digits(rest[8..10]);
        if (rest[0] != ' ' || rest[3] != '-' || rest[7] != '-' || twoDigits < 0 || rest[10] != ' ' || rest[19..] is not " GMT")
            return false;

        // A year that appears to be more than 50 years in the future means the most recent past year with the same two digits.
        var latest = now.AddYears(50);
        var year = latest.UtcDateTime.Year - (latest.UtcDateTime.Year - twoDigits) % 100;
        foreach (var candidate in (ReadOnlySpan<int>)[year, year - 100])
        {
            if (TryMoment(candidate, rest[4..7], Digits(rest[1..3]), rest[11..19], out date) && date <= latest)
                return IsDay(text[..comma], s_longDayNames, date);
        }

        return false;
    }

    // day = 2DIGIT, hour = 2DIGIT, minute = 2DIGIT, second = 2DIGIT, year = 4DIGIT
    private static bool TryMoment(int year, ReadOnlySpan<char> monthName, int day, ReadOnlySpan<char> timeOfDay, out DateTimeOffset moment)
    {
        moment = default;
        var month = IndexOf(s_months, monthName) + 1;
        if (year < 1 || month < 1 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;

        var (hour, minute, second) = (Digits(timeOfDay[..2]), Digits(timeOfDay[3..5]), Digits(timeOfDay[6..8]));
        var isLeapSecond = (hour, minute, second) is (23, 59, 60);
        if (timeOfDay[2] != ':' || timeOfDay[5] != ':' || hour is < 0 or > 23 || minute is < 0 or > 59 || second < 0 || (second > 59 && !isLeapSecond))
            return false;

        // DateTime has no leap second; the second before it is the nearest value.
        moment = new DateTimeOffset(year, month, day, hour, minute, Math.Min(second, 59), TimeSpan.Zero);
        return true;
    }

    private static bool IsDay(ReadOnlySpan<char> name, string[] names, DateTimeOffset date) => name.SequenceEqual(names[(int)date.DayOfWeek]);

    private static int IndexOf(string[] names, ReadOnlySpan<char> name)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (name.SequenceEqual(names[i]))
                return i;
        }

        return -1;
    }

    // The number, or -1: int.TryParse would also accept a sign or a space.
    private static int Digits(ReadOnlySpan<char> text)
    {
        var number = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
                return -1;
            number = number * 10 + (c - '0');
        }

        return number;
    }
}
