using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
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

/// <summary>
/// A folder with all below it, and which of its files changed. The system only says that something happened; what changed is found by
/// comparing the files' content. So a compiler that writes the same program again changes nothing.
/// </summary>
internal sealed class WatchedFolder : IDisposable
{
    private const long LongestHashed = 256 * 1024;
    private const int MostFiles = 10_000;

    // An editor writes a file in several steps, and a compiler writes several files.
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(100);
    private static readonly string[] s_ignored = ["bin", "obj", "node_modules", "__pycache__"];

    private readonly string _folder;
    private readonly HashSet<string> _except;
    private readonly FileSystemWatcher _watcher;
    private readonly Channel<bool> _happened = Channel.CreateBounded<bool>(1);
    private Dictionary<string, State> _files;

    /// <summary>Begins to watch.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="except">Files that do not count.</param>
    /// <exception cref="IOException">The system watches no more folders.</exception>
    public WatchedFolder(string folder, IEnumerable<string> except)
    {
        _folder = folder;
        _except = [.. except.Select(Path.GetFullPath)];
        _watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watcher.Changed += (_, _) => Happened();
        _watcher.Created += (_, _) => Happened();
        _watcher.Deleted += (_, _) => Happened();
        _watcher.Renamed += (_, _) => Happened();
        _watcher.Error += (_, _) => Happened(); // too many events at once
        _watcher.EnableRaisingEvents = true;
        _files = Read([]);
    }

    /// <summary>Waits for a change since the last call, or since the beginning.</summary>
    /// <returns>The first file that is new, different or gone, seen from the folder.</returns>
    public async Task<string> ChangeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            _ = await _happened.Reader.ReadAsync(cancellation);
            do
                await Task.Delay(s_quiet, cancellation);
            while (_happened.Reader.TryRead(out _));

            var before = _files;
            _files = Read(before);
            var changed = _files.Where(file => before.GetValueOrDefault(file.Key)?.Content != file.Value.Content).Select(file => file.Key)
                .Concat(before.Keys.Where(path => !_files.ContainsKey(path)))
                .Order(StringComparer.Ordinal).FirstOrDefault();
            if (changed is not null)
                return Path.GetRelativePath(_folder, changed);
        }
    }

    public void Dispose() => _watcher.Dispose();

    private void Happened() => _ = _happened.Writer.TryWrite(true);

    private Dictionary<string, State> Read(Dictionary<string, State> before)
    {
        var files = new Dictionary<string, State>();
        var folders = new Stack<string>([_folder]);
        while (folders.TryPop(out var folder) && files.Count < MostFiles)
        {
            foreach (var entry in Entries(folder))
            {
                if (entry.Name.StartsWith('.') || s_ignored.Contains(entry.Name, StringComparer.OrdinalIgnoreCase) || _except.Contains(entry.FullName))
                    continue;
                if (entry is DirectoryInfo { LinkTarget: null })
                    folders.Push(entry.FullName);
                else if (entry is FileInfo file && StateOf(file, before.GetValueOrDefault(file.FullName)) is { } state)
                    files[file.FullName] = state;
            }
        }

        return files;
    }

    private static FileSystemInfo[] Entries(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // gone meanwhile, or not ours to read
        }
    }

    private static State? StateOf(FileInfo file, State? before)
    {
        try
        {
            var (length, written) = (file.Length, file.LastWriteTimeUtc);
            if (before is not null && before.Length == length && before.Written == written)
                return before;
            var content = length > LongestHashed ? $"{length} {written:O}" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName)));
            return new State(length, written, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return before; // it is being written, or is no file to read
        }
    }

    private sealed record State(long Length, DateTime Written, string Content);
}
