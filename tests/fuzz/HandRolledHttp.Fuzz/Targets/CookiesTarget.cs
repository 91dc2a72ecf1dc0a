using System.Text;
using HandRolledHttp.Web;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// Cookies. The message is a name, a line feed and the field's value. A second, simpler reader must find the same. A valid cookie must come
/// back unchanged, even before another one with its name. A valid Set-Cookie line must not contain a second line or attribute.
/// </summary>
internal static class CookiesTarget
{
    public static void Run(ReadOnlySpan<byte> bytes)
    {
        var message = new FuzzInput(bytes).Message;
        var line = message.IndexOf((byte)'\n');
        var name = line < 0 ? "a" : Encoding.Latin1.GetString(message[..line]);
        var field = Encoding.Latin1.GetString(message[(line + 1)..]);

        var found = Cookies.First(field, name);
        Require(found == FirstOf(field, name), "Another reader finds another cookie.");
        Require(found?.Contains(';', StringComparison.Ordinal) != true, "A value contains what ends it.");

        string set;
        try
        {
            set = new SetCookie(name, field) { HttpOnly = true }.ToString();
        }
        catch (InvalidOperationException)
        {
            return; // not a valid cookie
        }

        Require(!set.AsSpan().ContainsAnyExceptInRange(' ', '~'), "A line that may be sent has a control character in it.");
        Require(set == $"{name}={field}; path=/; httponly", "A value has become an attribute.");
        Require(Cookies.First($"{name}={field}; {name}=planted", name) == field, "A cookie has not come back as it was set.");
    }

    private static string? FirstOf(string field, string name)
    {
        foreach (var pair in field.Split(';'))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length == 2 && parts[0].Length > 0 && parts[0].Trim(' ', '\t') == name)
                return parts[1].Trim(' ', '\t');
        }

        return null;
    }
}
