using System.Globalization;
using SideBySide.Checks;

namespace SideBySide.Cli.Checking;

/// <summary>Progress on standard error: one line that is written over on a terminal, a line for each part elsewhere.</summary>
/// <param name="invocation">Where it is shown.</param>
internal sealed class CheckProgress(Invocation invocation) : IAsyncDisposable
{
    private const int Width = 76;
    private CheckStep? _part;
    private bool _isShown;

    /// <summary>Shows what is tried now.</summary>
    public void Show(int number, int count, CheckItem item)
    {
        if (invocation.IsErrorTerminal)
        {
            var line = Columns.Cut(string.Create(CultureInfo.InvariantCulture, $"{number}/{count}  {item.Title}"), Width).First();
            invocation.Error.Write($"\r{Columns.Pad(line, Width)}");
            _isShown = true;
        }
        else if (item.Step != _part)
        {
            _part = item.Step;
            invocation.Error.WriteLine(item.Step.Title.ToString());
        }
    }

    /// <summary>Leaves the terminal as it was.</summary>
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
