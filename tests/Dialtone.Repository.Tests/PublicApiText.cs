using System.Reflection;
using System.Runtime.CompilerServices;

namespace Dialtone.Repository.Tests;

/// <summary>
/// What an assembly offers, one line per public symbol: <c>Namespace.Type.Member(parameters) -> type, modifiers</c>.
/// Left out is what says nothing: overrides, and what the compiler writes for a record.
/// </summary>
internal static class PublicApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
        | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    public static IEnumerable<string> Of(Assembly assembly) =>
        assembly.GetExportedTypes().SelectMany(LinesOf).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> LinesOf(Type type)
    {
        var name = TypeText.FullName(type);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return [$"{name}({Parameters(invoke)}) -> {Returned(invoke)}, delegate"];
        }

        var members = type.IsEnum
            ? type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => $"{f.Name} = {Constant(f)}")
            : type.GetMembers(Declared).Select(member => LineOf(type, member)).OfType<string>();
        return members.Select(line => $"{name}.{line}").Prepend($"{name}, {Kind(type)}{Bases(type)}");
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum : " + TypeText.Short(Enum.GetUnderlyingType(type)),
        { IsInterface: true } => "interface",
        { IsValueType: true } => (Has<IsReadOnlyAttribute>(type) ? "readonly " : "")
            + (type.IsByRefLike ? "ref " : "") + (IsRecord(type) ? "record struct" : "struct"),
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (IsRecord(type) ? "record" : "class"),
    };

    private static string Bases(Type type)
    {
        if (type.IsEnum)
        {
            return "";
        }

        var inherited = (type.BaseType?.GetInterfaces() ?? [])
            .Concat(type.GetInterfaces().SelectMany(i => i.GetInterfaces()));
        var bases = type.GetInterfaces().Except(inherited).Where(i => !IsEquatableToItself(type, i))
            .Select(TypeText.Short).Order(StringComparer.Ordinal);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            bases = bases.Prepend(TypeText.Short(parent)).Order(StringComparer.Ordinal);
        }

        var text = string.Join(", ", bases);
        return text.Length == 0 ? "" : " : " + text;
    }

    private static string? LineOf(Type type, MemberInfo member) => member switch
    {
        FieldInfo field when IsVisible(field) => $"{field.Name}{Value(field)} -> {Annotated(field)}{Modifiers(field)}",
        PropertyInfo { GetMethod: { } get } property when IsVisible(get) && !IsOverride(get) => LineOf(property),
        EventInfo { AddMethod: { } add } happening when IsVisible(add) =>
            $"{happening.Name} -> {TypeText.Short(happening.EventHandlerType!)}, event",
        ConstructorInfo { IsStatic: false } made when IsVisible(made) && !IsCopy(type, made) =>
            $"new({Parameters(made)}){(made.IsFamily ? ", protected" : "")}",
        MethodInfo { IsSpecialName: false } method
            when IsVisible(method) && !IsSynthesized(method) && !IsOverride(method) =>
            $"{method.Name}{TypeText.Generics(method)}({Parameters(method)}) -> {Returned(method)}{Modifiers(method)}",
        MethodInfo { IsSpecialName: true } method when IsOperator(method) =>
            $"{method.Name}({Parameters(method)}) -> {Returned(method)}, operator",
        _ => null,
    };

    private static string LineOf(PropertyInfo property)
    {
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        var set = property.SetMethod is { } setter && IsVisible(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;"
            : "";
        var type = TypeText.Annotated(property.PropertyType, Nullability.Create(property));
        return $"{name} {{ get;{set} }} -> {type}"
            + (Has<RequiredMemberAttribute>(property) ? ", required" : "") + Modifiers(property.GetMethod!);
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var way = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ => Has<ParamArrayAttribute>(parameter) || Has<ParamCollectionAttribute>(parameter) ? "params " : "",
        };
        var ends = parameter.HasDefaultValue ? " = " + Literal(parameter.DefaultValue) : "";
        var type = TypeText.Annotated(parameter.ParameterType, Nullability.Create(parameter));
        return $"{way}{type} {parameter.Name}{ends}";
    }

    private static string Returned(MethodInfo method) =>
        TypeText.Annotated(method.ReturnType, Nullability.Create(method.ReturnParameter));

    private static string Annotated(FieldInfo field) => TypeText.Annotated(field.FieldType, Nullability.Create(field));

    private static string Value(FieldInfo field) => field.IsLiteral ? $" = {Constant(field)}" : "";

    private static string Constant(FieldInfo field) => Literal(field.GetRawConstantValue());

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => "…",
    };

    private static string Modifiers(FieldInfo field) =>
        field.IsLiteral ? ", const" : (field.IsStatic ? ", static" : "") + (field.IsInitOnly ? ", readonly" : "");

    private static string Modifiers(MethodInfo method) =>
        (method.IsStatic ? ", static" : "")
        + (method is { IsAbstract: true, DeclaringType.IsInterface: false } ? ", abstract"
            : method is { IsVirtual: true, IsFinal: false, IsAbstract: false } ? ", virtual" : "")
        + (method.IsFamily || method.IsFamilyOrAssembly ? ", protected" : "");

    // Seen from outside: public, or protected in a type that can be derived from.
    private static bool IsVisible(FieldInfo field) =>
        field.IsPublic || ((field.IsFamily || field.IsFamilyOrAssembly) && !field.DeclaringType!.IsSealed);

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsOverride(MethodInfo method) =>
        method.GetBaseDefinition() != method || method.Name == "get_EqualityContract";

    private static bool IsSynthesized(MethodInfo method) => Has<CompilerGeneratedAttribute>(method);

    private static bool IsOperator(MethodInfo method) =>
        method.IsPublic && method.Name.StartsWith("op_", StringComparison.Ordinal) && !IsSynthesized(method);

    private static bool IsCopy(Type type, ConstructorInfo constructor) =>
        IsRecord(type) && constructor.GetParameters() is [{ } only] && only.ParameterType == type;

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);

    private static bool IsEquatableToItself(Type type, Type other) =>
        IsRecord(type) && other.IsGenericType && other.GetGenericTypeDefinition() == typeof(IEquatable<>);

    private static bool Has<T>(ICustomAttributeProvider provider)
        where T : Attribute => provider.IsDefined(typeof(T), inherit: false);
}
