using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace MinimalHttpServer;

/// <summary>
/// The program's start and end: if it cannot start, it prints one sentence in the user's language instead of a stack trace.
/// </summary>
public static partial class Startup
{
    private static int s_signals;

    internal static async Task<int> RunAsync(string[] args, Func<WebApplication> build)
    {
        WebApplication app;
        try
        {
            Speak(new ConfigurationBuilder().AddCommandLine(args).Build()["lang"]);
            app = build();
            await app.StartAsync();
        }
        catch (Exception e) when (e is not HostAbortedException) // tools stop a program like this after they inspected it
        {
            await Console.Error.WriteLineAsync(Explain(e));
            return 1;
        }

        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => EndAtTheSecond(128 + 15));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => EndAtTheSecond(128 + 2));
        await using (app)
            await app.WaitForShutdownAsync();
        return 0;
    }

    // The first signal asks the host for a graceful shutdown; the host would ignore a second one.
    private static void EndAtTheSecond(int exitCode)
    {
        if (Interlocked.Increment(ref s_signals) > 1)
            Environment.Exit(exitCode);
    }

    /// <summary>
    /// The reason for a failed start, in one sentence, in English or Chinese according to <see cref="CultureInfo.CurrentUICulture"/>.
    /// </summary>
    /// <param name="failure">The exception from building or starting the server.</param>
    /// <param name="urls">The name of the option for the addresses, for the error message.</param>
    public static string Explain(Exception failure, string urls = "--urls")
    {
        ArgumentNullException.ThrowIfNull(failure);
        var reason = failure.Message.ReplaceLineEndings("\n").Split('\n')[0].TrimEnd('.');
        return failure switch
        {
            IOException when Url().Match(reason) is { Success: true } url => InUse(url, urls),
            SocketException { SocketErrorCode: SocketError.AccessDenied } => Say(
                $"This user may not listen there ({reason}); choose a port from 1024 upwards with {urls}.",
                $"当前用户无权在该端口监听（{reason}）；请用 {urls} 换一个 1024 以上的端口。"),
            SocketException => Say(
                $"An address cannot be listened on ({reason}); choose another with {urls}, for example http://127.0.0.1:8082.",
                $"有地址无法监听（{reason}）；请用 {urls} 换一个，例如 http://127.0.0.1:8082。"),
            CryptographicException or FileNotFoundException => Certificate(reason),
            InvalidOperationException when reason.Contains("certificate", StringComparison.OrdinalIgnoreCase) => Certificate(reason),
            FormatException or ArgumentOutOfRangeException or InvalidOperationException => Say(
                $"The server cannot start as configured ({reason}); "
                    + $"{urls} takes addresses such as http://127.0.0.1:8082, separated by semicolons.",
                $"无法按此配置启动（{reason}）；{urls} 的地址形如 http://127.0.0.1:8082，多个地址用分号隔开。"),
            _ => Say($"The server cannot start: {reason}.", $"服务器无法启动：{reason}。"),
        };
    }

    private static string InUse(Match url, string urls) => Say(
        $"Port {url.Groups["port"]} is already in use, so {url} cannot be listened on; "
            + $"stop the program that uses it, or choose another port with {urls} (port 0 takes any free one).",
        $"端口 {url.Groups["port"]} 已被占用，无法监听 {url}；请停止占用它的程序，或用 {urls} 换一个端口（端口 0 表示任意空闲端口）。");

    private static string Certificate(string reason) => Say(
        $"HTTPS needs a certificate ({reason}); name one with --Kestrel:Certificates:Default:Path=FILE.pfx, "
            + "or create the developer certificate with \"dotnet dev-certs https\".",
        $"HTTPS 需要证书（{reason}）；请用 --Kestrel:Certificates:Default:Path=FILE.pfx 指定证书，或运行“dotnet dev-certs https”生成开发证书。");

    internal static string Say(string english, string chinese) =>
        CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.Ordinal) ? chinese : english;

    private static void Speak(string? language)
    {
        if (language is null)
            return;
        if (language is not ("en" or "zh"))
            throw new ArgumentException(
                Say($"--lang \"{language}\" is not known; choose en or zh", $"--lang 的值不能是“{language}”；可选 en 或 zh"));
        CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.GetCultureInfo(language);
    }

    // Kestrel names the address only in its message: "Failed to bind to address http://127.0.0.1:8082: address already in use."
    [GeneratedRegex(@"https?://\S+:(?<port>\d+)")]
    private static partial Regex Url();
}
