using System.Globalization;

namespace SideBySide.Servers.Peers;

/// <summary>A folder with everything that nginx needs: its configuration, the site and space for temporary files.</summary>
internal static class NginxFolder
{
    /// <summary>Fills the folder.</summary>
    /// <returns>The configuration file.</returns>
    public static string Prepare(string peers, string folder, int port)
    {
        // nginx started by root serves as an unprivileged user, who must have access to the folder.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

        var site = Path.Combine(Path.GetDirectoryName(peers)!, "site");
        foreach (var file in Directory.EnumerateFiles(site, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, "site", Path.GetRelativePath(site, file));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // nginx has neither a variable nor an option for the port.
        var configuration = Path.Combine(folder, "nginx.conf");
        var text = File.ReadAllText(Path.Combine(peers, "nginx.conf"));
        File.WriteAllText(configuration, text.Replace("listen 127.0.0.1:8000;", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{port};"), StringComparison.Ordinal));
        return configuration;
    }
}
