using System.Globalization;
using System.Text;
using RawSocketServer;
using SideBySide.Checks;
using SideBySide.Wire;

namespace SideBySide.Cli.Checking;

/// <summary><c>--watch</c>: checks, waits until a file of the current folder changes, and checks again.</summary>
/// <param name="invocation">Where it writes.</param>
/// <param name="isQuiet">Whether standard output belongs to the reports; then all else goes to standard error.</param>
internal sealed class CheckWatch(Invocation invocation, bool isQuiet)
{
    private const int Width = 76;

    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="written">Files that the check itself writes.</param>
    /// <param name="checkAsync">One check. A server that does not start is a result here: the next change may repair it.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public async Task<int> RunAsync(IEnumerable<string> written, Func<Task<int>> checkAsync, CancellationToken cancellation)
    {
        using var folder = Watch(Directory.GetCurrentDirectory(), written);
        while (true)
        {
            try
            {
                _ = await checkAsync();
            }
            catch (CannotCheckException e)
            {
                cancellation.ThrowIfCancellationRequested(); // Ctrl-C ends the program, too
                invocation.Error.WriteLine(e.Message);
            }

            invocation.Error.WriteLine(CheckOptionTexts.Waiting.ToString());
            var changed = await folder.ChangeAsync(cancellation);
            (isQuiet ? invocation.Error : invocation.Output).WriteLine($"\n{Separator(changed)}");
        }
    }

    private static WatchedFolder Watch(string folder, IEnumerable<string> written)
    {
        try
        {
            return new WatchedFolder(folder, written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(CheckOptionTexts.CannotWatch(folder, e.Message).ToString(), e);
        }
    }

    // A file's name may hold anything.
    private string Separator(string changed)
    {
        var time = TimeProvider.System.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var text = TerminalText.Cut($"── {time}  {VisibleLines.Text(Encoding.UTF8.GetBytes(changed))} ", Width).First();
        return invocation.Palette.Strong(text + new string('─', Math.Max(0, Width - TerminalText.Width(text))));
    }
}
