using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RawSocketServer;
using RawSocketServer.Hosting;

namespace HandRolledHttp.Rungs;

/// <summary>A rung as a program: <c>--rung 2</c> on the command line.</summary>
internal static class RungHost
{
    /// <summary>The option's name.</summary>
    public const string Option = "--rung";

    /// <summary>Whether the command line asks for a rung instead of the complete server.</summary>
    public static bool IsAskedFor(string[] args) =>
        args.Any(arg => arg.Split('=')[0].Equals(Option, StringComparison.OrdinalIgnoreCase));

    /// <summary>Makes it, ready to be started.</summary>
    /// <exception cref="StartupException">There is no such rung, or an option is unknown.</exception>
    public static IHost Create(string[] args, Action<HostApplicationBuilder>? configure)
    {
        Arguments.Check(args, ["rung", "urls"], []);
        var builder = Startup.CreateBuilder(args);
        var wanted = builder.Configuration["rung"];
        var rung = Rung.All.FirstOrDefault(rung => rung.Number.ToString(CultureInfo.InvariantCulture) == wanted)
            ?? throw new UsageException(Sentences.UnknownChoice(Option, wanted ?? "", string.Join(", ", Rung.All.Select(rung => rung.Number))));

        builder.Services.AddSingleton<BoundUrls>();
        if (rung.IsSerial)
            builder.Services.AddSingleton<RungRestarts>();
        configure?.Invoke(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService(services => new RungServer(rung, builder.Configuration,
            services.GetRequiredService<BoundUrls>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>(),
            services.GetService<RungRestarts>()));
        return builder.Build();
    }
}
