using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RawSocketServer;
using RawSocketServer.Hosting;

namespace HandRolledHttp.Steps;

/// <summary>A step as a program: <c>--step 2</c> on the command line.</summary>
internal static class StepHost
{
    public const string Option = "--step";

    private const string FormerOption = "--rung"; // of version 0.1

    /// <summary>Whether the command line selects a step instead of the complete server.</summary>
    public static bool IsAskedFor(string[] args) =>
        InTodaysName(args).Any(arg => Is(arg, Option));

    /// <summary>Creates the step's host, ready to start.</summary>
    /// <exception cref="StartupException">There is no such step, or an option is unknown.</exception>
    public static IHost Create(string[] args, Action<HostApplicationBuilder>? configure)
    {
        args = InTodaysName(args);
        Arguments.Check(args, ["step", "urls"], []);
        var builder = Startup.CreateBuilder(args);
        var wanted = builder.Configuration["step"];
        var step = LearnerStep.All.FirstOrDefault(step => step.Number.ToString(CultureInfo.InvariantCulture) == wanted)
            ?? throw new UsageException(Messages.UnknownChoice(Option, wanted ?? "", string.Join(", ", LearnerStep.All.Select(step => step.Number))));

        builder.Services.AddSingleton<BoundUrls>();
        if (step.IsSerial)
            builder.Services.AddSingleton<StepRestarts>();
        configure?.Invoke(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService(services => new StepServer(step, builder.Configuration,
            services.GetRequiredService<BoundUrls>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>(),
            services.GetService<StepRestarts>()));
        return builder.Build();
    }

    private static string[] InTodaysName(string[] args) => [.. args.Select(arg => Is(arg, FormerOption) ? Option + arg[FormerOption.Length..] : arg)];

    private static bool Is(string arg, string option) => arg.Split('=')[0].Equals(option, StringComparison.OrdinalIgnoreCase);
}
