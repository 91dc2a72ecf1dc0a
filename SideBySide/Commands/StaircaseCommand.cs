using System.CommandLine;
using RawSocketServer;
using SideBySide.Staircase;
using SideBySide.Terminal;

namespace SideBySide.Commands;

/// <summary><c>staircase</c>: the climb from a socket to HTTP, measured.</summary>
internal static class StaircaseCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown")
        {
            Description = new Bilingual("As a Markdown table.", "输出为 Markdown 表格。").ToString(),
        };
        var json = new Option<bool>("--json")
        {
            Description = new Bilingual("For programs, in both languages, with every file.", "供程序读取，含两种语言和每个文件。").ToString(),
        };
        var command = new Command("staircase", new Bilingual(
            "Shows the climb from a socket to HTTP: what each step adds, what still breaks it, and what it costs in code.",
            "展示从套接字走向 HTTP 的阶梯：每一级新增了什么、仍会错在哪里、要写多少代码。").ToString())
        {
            markdown, json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(markdown) && parsed.GetValue(json))
                throw new StartupException(Sentences.Say("Choose one of --markdown and --json.", "--markdown 与 --json 只能选一个。"));
            var report = new StaircaseReport(StaircaseSteps.All);
            parsed.InvocationConfiguration.Output.Write(
                parsed.GetValue(markdown) ? report.ToMarkdown()
                : parsed.GetValue(json) ? report.ToJson()
                : report.ToText(Palette.OfConsole()));
        });
        return command;
    }
}
