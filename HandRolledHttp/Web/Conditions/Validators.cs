namespace HandRolledHttp.Web.Conditions;

/// <summary>The validators that identify one state of a resource (RFC 9110 §8.8). A state may have neither.</summary>
/// <param name="Tag">ETag; null if there is none.</param>
/// <param name="LastModified">The time of the last change, in whole seconds; null if unknown.</param>
public readonly record struct Validators(EntityTag? Tag, DateTimeOffset? LastModified);
