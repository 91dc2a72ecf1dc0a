namespace SideBySide.Cli;

/// <summary>The few colours of the terminal; none without a terminal.</summary>
/// <param name="isOn">Whether to write escape sequences.</param>
public sealed class AnsiStyle(bool isOn)
{
    /// <summary>Colours only on a terminal, and not with NO_COLOR (https://no-color.org).</summary>
    public static AnsiStyle OfConsole() => new(
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb");

    /// <summary>A heading.</summary>
    public string Strong(string text) => Paint("1", text);

    /// <summary>Secondary text.</summary>
    public string Quiet(string text) => Paint("2", text);

    /// <summary>Sent bytes.</summary>
    public string Sent(string text) => Paint("36", text);

    /// <summary>Received bytes.</summary>
    public string Received(string text) => Paint("32", text);

    /// <summary>A warning.</summary>
    public string Alarm(string text) => Paint("33", text);

    private string Paint(string code, string text) => isOn && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
