namespace SideBySide.Experiments;

/// <summary>A part of the argument, and the experiments that make it. Its folder in the catalogue bears its id.</summary>
/// <param name="Id">A short name that never changes.</param>
/// <param name="Title">What it is about.</param>
public sealed record Group(string Id, Bilingual Title)
{
    /// <summary>The groups, in the order of the argument.</summary>
    public static IReadOnlyList<Group> All { get; } =
    [
        new("sockets", new("Sockets move bytes", "套接字只搬运字节")),
        new("browser", new("A browser needs HTTP", "浏览器需要 HTTP")),
        new("parsing", new("The parsing burden", "解析的负担")),
        new("attacks", new("What attackers send", "攻击者会发什么")),
        new("framework", new("What a framework gives", "框架给了什么")),
        new("balancer", new("Behind a balancer", "负载均衡器后面")),
    ];
}
