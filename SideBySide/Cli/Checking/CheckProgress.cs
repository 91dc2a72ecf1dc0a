using System.Globalization;
using SideBySide.Checks;

namespace SideBySide.Cli.Checking;

/// <summary>Progress on standard error: one rewritten line on a terminal, otherwise one line for each part.</summary>
/// <param name="invocation">The streams.</param>
internal sealed class CheckProgress(Invocation invocation) : IAsyncDisposable
{
    private const int Width = 76;
    private CheckStep? _part;
    private bool _isShown;

    public void Show(int number, int count, CheckItem item)
    {
        if (invocation.IsErrorTerminal)
        {
            var line = TerminalText.Cut(string.Create(CultureInfo.InvariantCulture, $"{number}/{count}  {item.Title}"), Width).First();
            invocation.Error.Write($"\r{TerminalText.Pad(line, Width)}");
            _isShown = true;
        }
        else if (item.Step != _part)
        {
            _part = item.Step;
            invocation.Error.WriteLine(item.Step.Title.ToString());
        }
    }

    public void Clear()
    {
        if (_isShown)
            invocation.Error.Write($"\r{new string(' ', Width)}\r");
        _isShown = false;
    }

    public ValueTask DisposeAsync()
    {
        Clear();
        return ValueTask.CompletedTask;
    }
}
