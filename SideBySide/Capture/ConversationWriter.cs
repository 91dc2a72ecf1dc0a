using RawSocketServer;
using SideBySide.Language;

namespace SideBySide.Capture;

/// <summary>Writes a conversation line by line. A full disk ends the file, not the conversation.</summary>
internal sealed class ConversationWriter : IAsyncDisposable
{
    private readonly string _path;
    private readonly TextWriter _errors;
    private StreamWriter? _file;

    private ConversationWriter(string path, StreamWriter file, TextWriter errors)
    {
        _path = path;
        _file = file;
        _errors = errors;
    }

    /// <summary>Whether a write has failed; all later lines are missing in the file.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Creates a file.</summary>
    /// <param name="path">The path; an existing file is replaced.</param>
    /// <param name="errors">Receives a message if a write fails.</param>
    /// <exception cref="StartupException">The file cannot be created.</exception>
    public static ConversationWriter Create(string path, TextWriter errors)
    {
        try
        {
            var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            return new ConversationWriter(path, new StreamWriter(file) { AutoFlush = true, NewLine = "\n" }, errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(new LocalizedText($"{path} cannot be written: {e.Message}", $"无法写入 {path}：{e.Message}").ToString(), e);
        }
    }

    /// <summary>Writes one line, unless a write has failed before.</summary>
    public void WriteLine(string line)
    {
        try
        {
            _file?.WriteLine(line);
        }
        catch (IOException e)
        {
            Failed(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_file is not null)
                await _file.DisposeAsync();
        }
        catch (IOException e)
        {
            Failed(e);
        }
    }

    // Disposes the stream, not the writer: the writer's buffer contains the line that does not fit.
    private void Failed(IOException e)
    {
        HasFailed = true;
        var stream = _file?.BaseStream;
        _file = null;
        _errors.WriteLine(new LocalizedText(
            $"{_path} cannot be written any more ({e.Message}); the recording ends here, the relay continues.",
            $"无法继续写入 {_path}（{e.Message}）；录制到此为止，转发继续。"));
        stream?.Dispose();
    }
}
