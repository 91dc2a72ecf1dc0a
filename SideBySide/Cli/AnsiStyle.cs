namespace SideBySide.Cli;

/// <summary>The few colours of the terminal; none when nobody would see them.</summary>
/// <param name="isOn">Whether to write escape sequences at all.</param>
public sealed class AnsiStyle(bool isOn)
{
    /// <summary>Colours on a terminal only, and not when the user asked for none (https://no-color.org).</summary>
    public static AnsiStyle OfConsole() => new(
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb");

    /// <summary>A heading.</summary>
    public string Strong(string text) => Paint("1", text);

    /// <summary>What can be passed over.</summary>
    public string Quiet(string text) => Paint("2", text);

    /// <summary>What we sent.</summary>
    public string Sent(string text) => Paint("36", text);

    /// <summary>What came back.</summary>
    public string Received(string text) => Paint("32", text);

    /// <summary>What needs attention.</summary>
    public string Alarm(string text) => Paint("33", text);

    private string Paint(string code, string text) => isOn && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
