using SideBySide.Language;

namespace SideBySide.Servers.Peers;

/// <summary>The reasons why a peer does not run.</summary>
internal static class PeerTexts
{
    public static LocalizedText OnlyOnLinux(PeerDefinition plan) => new(
        $"{plan.Name} runs only on Linux here, from the packages of Debian.",
        $"只有在 Linux 上（使用 Debian 软件包）才能并排运行 {plan.Name}。");

    public static LocalizedText NotInstalled(PeerDefinition plan) => new(
        $"{plan.Name} is not installed; \"sudo apt install {plan.Packages}\" installs it on Debian.",
        $"尚未安装 {plan.Name}；在 Debian 上可运行“sudo apt install {plan.Packages}”。");

    public static LocalizedText Ended(PeerDefinition plan, int exitCode, string lastWords) => new(
        $"{plan.Name} ended with exit code {exitCode} before it listened{After(": ", lastWords)}.",
        $"{plan.Name} 尚未监听就已退出，退出码 {exitCode}{After("：", lastWords)}。");

    public static LocalizedText NeverListened(PeerDefinition plan, TimeSpan patience) => new(
        $"{plan.Name} did not listen within {patience.TotalSeconds:0} s.",
        $"{plan.Name} 在 {patience.TotalSeconds:0} 秒内没有开始监听。");

    private static string After(string mark, string words) => words.Length > 0 ? mark + words.TrimEnd('.', '。') : "";
}
